export PG_BACKUP_VERSION=v2

# Opens a Rails console in the running app.
rails_console() {
  cd /opt/bitnami/discourse && bundle exec rails console
}
