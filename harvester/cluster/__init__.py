"""Runs of many shards by many machines: each is `harvest run` on the folder of one shard.

Nothing of it is imported by the commands of one machine.
"""
