using Cairn.Platform.Web;

namespace Cairn.Data.Features;

/// <summary>Features in the words of the pages.</summary>
internal static class FeatureWords
{
    public static Status Of(FeatureStatus f) => f switch
    {
        { Version: null } => Status.Of("Waiting", "no run has made it yet"),
        { Fresh: false } => Status.Of("Stale", $"what serving looks up is {Format.Duration(f.Age)} old, more than the {Format.Duration(f.Most)} allowed"),
        { InTime: false } => Status.Of("Late", $"its data arrive {Format.Duration(f.Lag)} after their time, and 'after' says {Format.Duration(f.After)}"),
        _ => Status.Of("On time"),
    };
}
