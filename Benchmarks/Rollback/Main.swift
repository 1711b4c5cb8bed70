@main
enum Study {
  static func main() {}
}
