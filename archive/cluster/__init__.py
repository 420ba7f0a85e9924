"""Archives of many machines: shards, each with its lease and its snapshots, in one catalogue.

Nothing of it is imported by the commands of one machine.
"""
