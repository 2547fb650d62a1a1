INSERT DATA { clx:Event rdfs:label "A decision, crisis, start or reform."@en }
