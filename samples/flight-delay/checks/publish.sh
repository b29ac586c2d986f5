# Builds the board as it is released.
set -eu
mkdir -p results
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
exec dotnet publish app/FlightBoard -c Release -o results/flight-board -v quiet --nologo -p:UseSharedCompilation=false -p:RunAnalyzers=false
