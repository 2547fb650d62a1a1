INSERT DATA { clx:Event rdfs:label "event "@en }
