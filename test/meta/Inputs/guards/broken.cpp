int broken = ;
