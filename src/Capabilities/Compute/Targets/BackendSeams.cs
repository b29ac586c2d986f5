using Cairn.Platform;
using Cairn.Platform.Jobs;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Targets;

/// <summary>What backends take from the platform.</summary>
internal sealed record BackendSeams(PlatformOptions Platform, RealTime Real, ILoggerFactory Logs);
