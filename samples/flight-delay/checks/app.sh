# Builds the board as it is released, and tests what was built: unit and integration tests as TRX. No build server is left behind.
set -eu
mkdir -p results
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
dotnet build app/FlightBoard.Tests -c Release -v quiet --nologo -p:UseSharedCompilation=false -p:RunAnalyzers=false >results/build.log 2>&1 || { cat results/build.log; exit 1; }
for kind in unit integration; do
  dotnet app/FlightBoard.Tests/bin/Release/net10.0/FlightBoard.Tests.dll -noLogo -trait "kind=$kind" -trx "results/app-$kind.trx"
done
# What is released is what was tested, byte by byte.
exec cp -r app/FlightBoard/bin/Release/net10.0 results/flight-board
