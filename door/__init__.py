"""The door (大门): what stands between the network and the screens.

Each guard is a small ASGI middleware with one thing to refuse; door/guards.py lists them in order.
"""
