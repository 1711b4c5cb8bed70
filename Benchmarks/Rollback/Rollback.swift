@main enum Rollback { static func main() {} }
