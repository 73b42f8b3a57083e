for change in (lambda: d.clear(), lambda: d.update((i + 1000, i) for i in range(1000)), lambda: d.popitem(), lambda: d.__setitem__('x', 1)):
    for view in (lambda: d, lambda: d.keys(), lambda: d.items(), lambda: d.values(), lambda: reversed(d), lambda: reversed(d.items())):
        for use in (list, tuple, set, lambda it: [None for i in it if change()], lambda it: dict.fromkeys(it)):
            d = {i: i for i in range(100)}
            it = iter(view())
            next(it)
            change()
            try:
                use(it)
            except (RuntimeError, TypeError):
                pass
