using Cairn.Platform.Web;

namespace Cairn.Tracking;

/// <summary>What the list of an experiment's traces shows.</summary>
/// <param name="Fault">What is wrong with the filter or the order.</param>
public sealed record TracesModel(string Project, string Experiment, TablePage<TraceView> Traces, TableQuery Query, string? Fault);
