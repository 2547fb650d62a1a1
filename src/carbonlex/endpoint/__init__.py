"""Stores on other machines: the graph is pushed to them, and they are asked. What they send is not trusted."""
