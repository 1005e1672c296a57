"""The toast of lab 1 in PyTorch. Run in this folder: python pytorch.py"""

import csv

import torch

with open("../tests/reference/toast.csv") as file:
    rows = [(float(row["minutes"]), float(row["burnt"])) for row in csv.DictReader(file)]

# ANCHOR: train
minutes, burnt = torch.tensor(rows).T.unsqueeze(2)  # each [50, 1]
neuron = torch.nn.Linear(1, 1)
loss = torch.nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(neuron.parameters(), lr=0.5)
for _ in range(2000):
    optimizer.zero_grad()
    loss(neuron(minutes), burnt).backward()
    optimizer.step()
# ANCHOR_END: train
print(neuron.weight.item(), neuron.bias.item(), loss(neuron(minutes), burnt).item())
