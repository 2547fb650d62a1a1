INSERT DATA { clx:OnlyScheme a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty clx:issuedUnder ; owl:allValuesFrom clx:Scheme ] }
