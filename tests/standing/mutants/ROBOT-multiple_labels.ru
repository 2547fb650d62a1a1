INSERT DATA { clx:Event rdfs:label "incident"@en }
