using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.LoggedModels;

/// <summary>What the page of a logged model shows.</summary>
/// <param name="Run">That logged it; null where the project has no such run.</param>
public sealed record LoggedModelPageModel(LoggedModelLine Line, DateTimeOffset CreatedAt, NamedLink? Run, IReadOnlyList<LoggedModelNumber> Metrics,
    IReadOnlyList<KeyValuePair<string, string>> Params, IReadOnlyList<KeyValuePair<string, string>> Tags, OwnedFiles Files);
