INSERT DATA { ex:Event a owl:Class }
