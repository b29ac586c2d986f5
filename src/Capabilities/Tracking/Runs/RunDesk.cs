using Cairn.Tracking.Imports;

namespace Cairn.Tracking.Runs;

/// <summary>What can be done to runs by hand.</summary>
internal sealed record RunDesk(RunService Runs, RunMoving Moving, SheetImport Sheets);
