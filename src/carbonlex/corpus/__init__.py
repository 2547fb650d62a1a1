"""A corpus of any size, checked, classified and compared by the same rules: in parts, by many processes on one machine or on many.

The work is cut into **stages** of **tasks** (:mod:`~carbonlex.corpus.stages`). A task reads what tasks of former stages left for it in
the exchange (:mod:`~carbonlex.corpus.exchange`), and leaves there what it found for others: that is how records that lie in different
parts come together by a key (MapReduce; Dean and Ghemawat, 2004). An engine does nothing but run tasks: so both engines give the same
results, and what was done before a run was stopped need not be done again. Why it is so: ``ontology/decisions/corpus.md``.
"""
