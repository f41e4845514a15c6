var a=1
//# sourceMappingURL=data:application/json,%7B%22version%22%3A3%2C%22sources%22%3A%5B%22..%2Fsrc%2Fa.ts%22%5D%2C%22sourcesContent%22%3A%5B%22%2F%2F%20the%20source%5Cnexport%20const%20k%3A%20string%20%3D%20'm9Kf2QvLx7RbTz81'%20%2B%20('WqKd03YhNs5PeUc4'%20as%20string)%5Cn%22%5D%2C%22names%22%3A%5B%5D%2C%22mappings%22%3A%22AAAA%22%7D
