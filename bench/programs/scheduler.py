"""Tasks with queues and priorities that pass packets, trees that come and go, a bank of accounts."""
import heapq
from collections import deque
from dataclasses import dataclass, field


@dataclass
class Packet:
    origin: int
    kind: str
    data: list = field(default_factory=list)
    hops: int = 0


@dataclass(order=True)
class Event:
    time: int
    priority: int
    task: "Task" = field(compare=False)


class Task:
    def __init__(self, number, network):
        self.number = number
        self.network = network
        self.inbox = deque()
        self.done = 0

    def step(self, now):
        raise NotImplementedError


class Worker(Task):
    def step(self, now):
        while self.inbox:
            packet = self.inbox.popleft()
            packet.hops += 1
            packet.data.append(self.number)
            self.done += 1
            if packet.hops < 6:
                self.network.send(packet, (self.number * 7 + packet.hops) % len(self.network.tasks), now + 1 + packet.hops % 3)
            else:
                self.network.finished.append(packet)


class Source(Task):
    def step(self, now):
        for packet in self.inbox:
            self.network.finished.append(packet)
        self.inbox.clear()
        self.done += 1
        for kind in ("work", "device"):
            self.network.send(Packet(self.number, kind), (self.number + now) % len(self.network.tasks), now + 1)
        if now < 600:
            self.network.wake(self, now + 3)


class Network:
    def __init__(self, size):
        self.tasks = [Source(i, self) if i % 4 == 0 else Worker(i, self) for i in range(size)]
        self.events = []
        self.finished = []
        for task in self.tasks:
            self.wake(task, 0)

    def wake(self, task, time):
        heapq.heappush(self.events, Event(time, -task.number, task))

    def send(self, packet, to, time):
        task = self.tasks[to]
        task.inbox.append(packet)
        if isinstance(task, Worker):
            self.wake(task, time)

    def run(self):
        steps = 0
        while self.events:
            event = heapq.heappop(self.events)
            event.task.step(event.time)
            steps += 1
        return steps


def tree(depth):
    return (tree(depth - 1), tree(depth - 1)) if depth else (None, None)


def check(node):
    left, right = node
    return 1 if left is None else 1 + check(left) + check(right)


network = Network(12)
print(network.run(), len(network.finished), [task.done for task in network.tasks])
print(max(network.finished, key=lambda p: (len(p.data), p.origin)))
print([sum(check(tree(depth)) for _ in range(1 << 10 - depth)) for depth in range(4, 11, 2)])
