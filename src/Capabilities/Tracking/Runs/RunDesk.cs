using Cairn.Tracking.Imports;
using Cairn.Tracking.SavedViews;

namespace Cairn.Tracking.Runs;

/// <summary>What can be done to runs by hand, and how they are looked at.</summary>
internal sealed record RunDesk(RunService Runs, RunLogs Logs, RunMoving Moving, SheetImport Sheets, RunTable Table, SavedViewStore Saved);
