using Cairn.Platform.Web;

namespace Cairn.Endpoints;

/// <summary>Endpoints in the words of the pages.</summary>
internal static class EndpointWords
{
    public static Status Of(EndpointView e) => e switch
    {
        { State: "retired" } => Status.Of("Retired"),
        { Fault: { } fault } => Status.Of("Refused", $"{fault}; what was served before goes on"),
        { Variants.Count: 0 } => Status.Of("Empty", "no version is behind it yet"),
        { Canary: not null } => Status.Of("Canary"),
        _ => Status.Of("Healthy"),
    };

    public static string Behind(EndpointView e) => string.Join(", ", e.Variants.Select(v => $"v{v.Number} {Format.Percent(v.WeightPermille / 1000.0, 0)}"));
}
