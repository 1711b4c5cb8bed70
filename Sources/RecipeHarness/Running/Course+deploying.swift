import FoundationEssentials
import HostEffects
import Recipes
import Swarm
import WorkflowModel

extension Course {
  /// What is known before anything is deployed: what the head calls itself, and whether its form is right.
  mutating func prepare() async throws {
    try await checkOut(head)
    version = try app.compose(try variables()).statedVersion.version
    if request.isLinted { lint = try await lintHead() }
  }

  /// The base: the newest published version before the head when an upgrade follows, else the head itself.
  mutating func install() async throws -> [String] {
    try layOutPrograms()
    try await chooseBase()
    let commit = base?.commit ?? head
    try await checkOut(commit)
    let clone = app.clone
    async let isDirty = clone.isDirty()
    let variables = try self.variables()
    try await makeSecrets(variables)
    try await provideImages(variables)
    let revision = Revision(stamp: ChaosVersion(of: commit, isDirty: try await isDirty), published: base?.version)
    try await runHook(.beforeInstall)
    deployments += 1
    try declareVolumes(variables)
    try await run.deployer.deploy(app, revision, variables: variables, overlays: [])
    let convergence = try await converge(from: [], try app.compose(variables))
    try await requireHealth(of: convergence)
    try await runHook(.afterInstall)
    return ["test_install_converges", "test_install_serves"]
  }

  private mutating func chooseBase() async throws {
    guard request.stages.contains(.upgrade) else { return }
    let tags = try await app.tags(head)
    var explicit: RecipeBase?
    if let named = request.base ?? metadata.upgradeBase.map({ "\($0)" }) {
      explicit = RecipeBase(
        commit: try await app.clone.commit(named), reference: named,
        version: tags.contains { $0.name == named && $0.isAnnotated } ? RecipeVersion(named) : nil)
    }
    switch BaseChoice.choose(among: tags, head: head, headVersion: version, explicit: explicit) {
    case .upgrade(let base): self.base = base
    case .skip(let reason): noBase = reason
    case .refused(let reference):
      throw StageFailure(.baseMissing, "the base \(reference) is the head itself: nothing would be upgraded")
    }
  }

  /// Kept when it is deployed: at the end the recipe's files may be whatever they are.
  private mutating func declareVolumes(_ variables: [String: String]) throws {
    guard request.injection != .leaveVolume else { return }
    declaredVolumes.formUnion(try app.compose(variables).volumes.map { $0.engineName(in: app.stack) })
  }

  /// What the recipe expects to find in the engine and nobody made: secrets of this run alone.
  private mutating func makeSecrets(_ variables: [String: String]) async throws {
    for secret in try app.compose(variables).secrets where secret.isExternal {
      let name = secret.engineName(in: app.stack)
      guard name.hasPrefix(app.stack + "_") else { continue }
      let value = Hexadecimal.text(of: run.host.randomBytes(16))
      secrets[name] = value
      try await engine.make(secret: name, of: app.stack, Array(value.utf8))
    }
  }

  /// The head over the base, as a chaos deployment: convergence first, then the label, then health, then all of it once
  /// more. Health before convergence is what a start-first rollback passes.
  mutating func upgrade() async throws -> [String] {
    guard let base else {
      throw StageSkip(reason: noBase.map { "\($0)" } ?? "no base was installed to upgrade from")
    }
    // Beside each other: the engine's services are one thing, the files and images of the head another.
    let converging = converging
    async let present = converging.before()
    try await checkOut(head)
    if metadata.hooks[.beforeUpgrade] != nil {
      _ = try await present
      try await runHook(.beforeUpgrade)
    }
    let variables = try self.variables(metadata.upgradeEnvironment)
    let course = self
    async let stamp = course.headStamp(over: base)
    try await provideImages(variables, beside: request.injection == .noImage ? [FaultOverlay.noImage] : [])
    let revision = Revision(stamp: try await stamp, published: nil)
    try declareVolumes(variables)
    let before = try await present
    try await run.deployer.deploy(app, revision, variables: variables, overlays: try injectedOverlays(variables))
    let convergence = try await converge(from: before, try app.compose(variables))
    // Asked beside each other, and judged in this order.
    let converged = self
    async let health: Void = converged.requireHealth(of: convergence)
    let deployed = try await engine.services(of: app.stack)
    try requireHead(in: deployed)
    try await health
    try await prune(deployed, to: try app.compose(variables))
    try await leakSecret()
    try await runHook(.afterUpgrade)
    // A rollback may come late, and health may have outlived it.
    try await requireNoRelapse(from: convergence)
    return ["test_upgrade_reconverges", "test_upgrade_serves"]
  }

  /// What abra would stamp on the head as it is checked out, unless a fault was asked for.
  private func headStamp(over base: RecipeBase) async throws -> ChaosVersion {
    let isDirty = try await app.clone.isDirty()
    switch request.injection {
    case .stamp(let commit?): return ChaosVersion(label: isDirty ? commit + "+U" : commit)
    case .stamp(nil): return ChaosVersion(of: base.commit, isDirty: isDirty)
    default: return ChaosVersion(of: head, isDirty: isDirty)
    }
  }

  /// What is not to be had is found here, not by a deployment that never converges.
  private func provideImages(_ variables: [String: String], beside more: [String] = []) async throws {
    let images = try app.compose(variables).services.compactMap(\.image) + more
    guard let missing = try await engine.provide(images: images).first else { return }
    throw StageFailure(.imageMissing, missing)
  }

  /// Puts a commit's files in place, and the overlay beside them.
  private func checkOut(_ commit: ObjectID) async throws {
    try await app.clone.checkOut(commit)
    guard let overlay = metadata.overlay else { return }
    let bytes = WorkspaceFiles(root: request.directory).flatMap { files -> [UInt8]? in
      guard case .file(let path) = files.look(overlay) else { return nil }
      return files.bytes(resolved: path, limit: 1 << 20)
    }
    guard let bytes else { throw StageFailure(.deployRefused, "the overlay \(InertText.line(overlay)) is not there") }
    try ReplacedFile.write(bytes, to: "\(app.clone.path)/\(App.overlayName(overlay))")
  }

  var converging: Converging {
    Converging(engine: engine, stack: app.stack, limits: RolloutLimits(deadline: metadata.deployTimeout), bell: bell)
  }

  /// Waits for every service that was deployed to come to its end, and throws what failed.
  private mutating func converge(from before: [ServiceState], _ compose: ComposeFile) async throws -> Convergence {
    let names = Set(compose.services.map { app.serviceName($0.name) })
    let convergence = try await converging.follow(from: before, services: names)
    ends = convergence.services.compactMap { service in service.end.map { ServiceEnd(service: service.name, $0) } }
    if let failure = convergence.failure {
      throw StageFailure(ReasonCode(failure.reason), "\(failure.service.name): \(failure.message)")
    }
    return convergence
  }

  /// HC1.
  private func requireHead(in services: [ServiceState]) throws {
    let name = app.serviceName(try app.compose(try variables()).appName)
    guard let service = services.first(where: { $0.name == name }) else {
      throw StageFailure(.serviceGone, "the service \(name) is gone")
    }
    do {
      try HeadIdentity.check(label: service.labels[IdentityStamp.chaosKey(in: app.stack)], is: head)
    } catch {
      throw StageFailure(.wrongCheckout, "\(error)")
    }
  }

  private func requireNoRelapse(from convergence: Convergence) async throws {
    let look = try await converging.lookAgain(at: convergence)
    if let relapse = look.relapse {
      let end = ServiceEnd(service: relapse.service, relapse.end)
      throw StageFailure(.lateRollback, "\(relapse.service), \(end.end): \(end.message)")
    }
    try requireHead(in: look.services)
  }

  /// `docker stack deploy` leaves a service running that the head does not have any more.
  private func prune(_ services: [ServiceState], to compose: ComposeFile) async throws {
    let wanted = Set(compose.services.map { app.serviceName($0.name) })
    for service in services where !wanted.contains(service.name) {
      run.report(.note("removing \(service.name), which the head does not have"))
      try await engine.remove(service: service.name)
    }
  }
}
