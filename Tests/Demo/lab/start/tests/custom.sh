#!/bin/sh
# custom.sh: asks the deployed forum, and reports. ASSAY_STACK says where it is, ASSAY_REPORTS where the report goes.
set -u
: "${ASSAY_STACK:?}" "${ASSAY_REPORTS:?}"
container=$(docker ps --quiet --filter "label=com.docker.swarm.service.name=${ASSAY_STACK}_app" | head -n 1)
if docker exec "$container" curl -f http://localhost:3000/srv/status; then failure=; else failure='<failure message="it does not serve"/>'; fi
cat >"$ASSAY_REPORTS/custom.xml" <<XML
<testsuite name="custom"><testcase classname="custom" name="test_forum_serves">$failure</testcase></testsuite>
XML
