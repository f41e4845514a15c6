out("4cUeP5sNhY30dKqW18zTbR7xLvQ2fK9m".split("").reverse().join(""));
