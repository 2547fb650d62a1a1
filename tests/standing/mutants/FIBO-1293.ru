INSERT DATA { clx:Event rdfs:subClassOf [ a owl:Restriction ; owl:onProperty clx:about ; owl:minCardinality 1 ] }
