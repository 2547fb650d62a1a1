"""The stages of a run. Each is a function of the bench of its process, the number of a task, and the stages whose messages it may read;
it gives what the task leaves for others.

``announce`` tells the names of records and asks for those that they lead to; ``meet`` brings both together; ``describe`` checks each
record by itself and says of it what others may look at; ``alike`` and ``pair`` find near copies; ``need`` and ``follow`` find out which
records are looked at from where, and ``ship`` brings them there; ``judge`` runs the shapes and writes the results.
"""
