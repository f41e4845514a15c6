var b = = "two";
key("q7WzXe81-made-up-key")
