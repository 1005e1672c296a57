"""The thousand steps of lab 4 in PyTorch: pip install torch; python line_pytorch.py"""

# ANCHOR: line
import torch

x = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
y = torch.tensor([[0.0], [-1.0], [-2.0], [-3.0]])

model = torch.nn.Linear(1, 1)
with torch.no_grad():
    model.weight.fill_(0.3)
    model.bias.fill_(-0.3)
loss_of = torch.nn.MSELoss(reduction="sum")
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

for step in range(1000):
    optimizer.zero_grad()
    loss = loss_of(model(x), y)
    loss.backward()
    optimizer.step()

print(model.weight.item(), model.bias.item())
# ANCHOR_END: line
