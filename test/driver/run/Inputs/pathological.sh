# pathological.sh INPUTS MOCK SHAPE: lints one shape of pathological.py with every
# check, and fails unless that ends as always within 20 seconds.
set -eu
python3 "$1/pathological.py" "$3" > "$3"
case $3 in
*.c) standard=c17 ;;
*) standard=c++20 ;;
esac
status=0
timeout 20 racetidy --verbose '--checks=race-*' "$3" -- -std=$standard -isystem "$2" \
  -fbracket-depth=4096 2> err > out || status=$?
cat err
if [ $status -gt 1 ]; then
  echo "racetidy ended with $status on $3" >&2
  exit 1
fi
