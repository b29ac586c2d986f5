using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>A version as people write it: the model's name, a slash, and a number, an id or an alias.</summary>
internal static class VersionName
{
    public const string Description = "model and version: delay/14, or an alias: delay/production";

    /// <exception cref="UsageException">It has another form.</exception>
    public static (string Name, string Value)[] Read(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && slash < text.Length - 1
            ? [("model", text[..slash]), ("version", text[(slash + 1)..])]
            : throw new UsageException($"'{text}' names no version", "write the model, a slash and the version: delay/14");
    }
}
