# app.sh unit|integration: the board's tests of one kind, as TRX. No build server is left behind.
set -eu
mkdir -p results
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
dotnet build app/FlightBoard.Tests -v quiet --nologo -p:UseSharedCompilation=false -p:RunAnalyzers=false >results/build.log 2>&1 || { cat results/build.log; exit 1; }
exec dotnet app/FlightBoard.Tests/bin/Debug/net10.0/FlightBoard.Tests.dll -noLogo -trait "kind=$1" -trx "results/app-$1.trx"
