INSERT DATA { clx:Record rdfs:subClassOf clx:Definition }
