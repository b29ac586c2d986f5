using Cairn.Platform.Web;

namespace Cairn.Registry.Versions;

/// <summary>The views of one version.</summary>
internal static class VersionTabs
{
    public static IReadOnlyList<Tab> Of(ModelVersionView version, bool card = false)
    {
        string here = $"/p/{version.Project}/models/{Uri.EscapeDataString(version.Model)}/{version.Number}";
        return [new("Version", here, !card), new("Card", here + "/card", card)];
    }
}
