namespace Cairn.Platform.Web;

internal static class LocalPath
{
    /// <summary>A path of this site, or "/" for anything that would lead elsewhere.</summary>
    public static string OrHome(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal) && !path.Any(char.IsControl) ? path : "/";
}
