using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Traces;

namespace Cairn.Tracking;

/// <summary>The stores of the room.</summary>
internal sealed record TrackingStores(
    ExperimentStore Experiments, RunStore Runs, RunSearchStore Search, MetricStore Metrics, FileStore Files, LoggedModelStore Models, TraceStore Traces);
