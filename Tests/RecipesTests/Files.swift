import Recipes
import Testing
import YAMLReading

/// A recipe as many are: labels as a list, anchors, variables, a second service.
let goodCompose = """
  version: "3.8"

  x-env: &env
    DOMAIN:
    LOG_LEVEL: ${LOG_LEVEL:-info}

  services:
    app:
      image: docker.io/example/app:1.28.0
      environment:
        <<: *env
        DATABASE: db
      configs:
        - source: app_conf
          target: /etc/app.conf
      volumes:
        - "data:/var/lib/app"
        - ./local:/mnt
      secrets: [db_password]
      healthcheck:
        test: ["CMD", "curl", "-f",
          "http://localhost"]
      deploy:
        update_config:
          failure_action: rollback
          order: start-first
        labels:
          - "traefik.http.routers.${STACK_NAME}.rule=Host(`${DOMAIN}`${EXTRA_DOMAINS})"
          - coop-cloud.${STACK_NAME}.version=1.13.0+1.28.0
          - backupbot.backup=${ENABLE_BACKUPS:-true}
          - backupbot.backup.volumes.cache=false
          - backupbot.backup.volumes.data.path=/keep
          - backupbot.backup.pre-hook=/dump.sh
    db:
      image: postgres:15
      deploy:
        labels:
          kind: "db"
          count: 1

  volumes:
    data:
    cache:
  networks:
    proxy:
      external: true
  secrets:
    db_password:
      name: ${STACK_NAME}_db_password_${SECRET_DB_PASSWORD_VERSION}
      external: true
  configs:
    app_conf:
      name: ${STACK_NAME}_app_conf_${APP_CONF_VERSION}
      file: app.conf

  """

func compose(_ texts: String...) throws -> ComposeFile {
  try ComposeFile.read(
    texts.enumerated().map {
      (name: $0.offset == 0 ? "compose.yml" : "compose.\($0.offset).yml", bytes: Array($0.element.utf8))
    })
}

/// What is said about files that cannot be read.
func problems(_ read: () throws -> Void) -> String? {
  #expect(throws: FileProblems.self, performing: read)?.description
}
