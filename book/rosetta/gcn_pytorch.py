"""A graph network on the karate club in PyTorch 2: the names of lab 15. Run: python gcn_pytorch.py"""

import torch
from torch import nn
from torch.nn import functional as F

FRIENDS = """1 2 3 4 5 6 7 8 10 11 12 13 17 19 21 31|2 3 7 13 17 19 21 30|3 7 8 9 13 27 28 32|7 12 13|6 10|6 10 16|16||30 32 33|33||||33|
32 33|32 33|||32 33|33|32 33||32 33|25 27 29 32 33|25 27 31|31|29 33|33|31 33|32 33|32 33|32 33|33|""".replace("\n", "").split("|")
LINKS = torch.tensor([(i, int(j)) for i, friends in enumerate(FRIENDS) for j in friends.split()])
SIDES = torch.ones(34, dtype=torch.long)
SIDES[[0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21]] = 0


# ANCHOR: gcn
def normalised(links, nodes):                   # D^(-1/2) (A + I) D^(-1/2)
    loops = torch.arange(nodes).repeat(2, 1)
    i, j = torch.cat([links.T, links.T.flip(0), loops], dim=1)
    root = torch.bincount(i, minlength=nodes).rsqrt()           # the loops are counted
    return torch.sparse_coo_tensor(torch.stack([i, j]), root[i] * root[j], (nodes, nodes)).to_sparse_csr()


class Gcn(nn.Module):
    def __init__(self, inputs, hidden, kinds, drop=0.5):
        super().__init__()
        self.first, self.last = nn.Linear(inputs, hidden, bias=False), nn.Linear(hidden, kinds, bias=False)
        self.drop = nn.Dropout(drop)
        for layer in [self.first, self.last]:
            nn.init.xavier_uniform_(layer.weight)

    def forward(self, a, x):                    # [N, N] and [N, inputs] to [N, kinds]
        h = F.relu(a @ self.first(self.drop(x)))
        return a @ self.last(self.drop(h))
# ANCHOR_END: gcn


torch.manual_seed(1)
a, names, labelled = normalised(LINKS, 34), torch.eye(34), torch.tensor([0, 33])
model = Gcn(34, 16, 2, drop=0.0)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for step in range(200):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(a, names)[labelled], SIDES[labelled])
    loss.backward()
    optimizer.step()
right = (model(a, names).argmax(1) == SIDES).sum().item()
print(f"loss {loss.item():.4f}, {right} of 34 members right")
