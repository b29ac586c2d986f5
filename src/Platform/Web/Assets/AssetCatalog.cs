using System.Collections.Frozen;
using System.Text;

namespace Cairn.Platform.Web;

/// <summary>The browser files inside this assembly, by plain name and by fingerprinted name; the icon sprite is put together here.</summary>
public static class AssetCatalog
{
    internal const string Prefix = "/assets/";
    private const string Resource = "web/";
    // The classes of Tabler that pages use; a test finds those that are missing here.
    private static readonly FrozenSet<string> OfTabler = FrozenSet.ToFrozenSet(["card", "chart", "empty", "icon", "legend", "row", "small"], StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Asset> ByName = Load();
    private static readonly FrozenDictionary<string, Asset> ByFingerprint = ByName.Values.ToFrozenDictionary(a => a.Fingerprinted, StringComparer.Ordinal);

    /// <summary>Names of the icons in the sprite.</summary>
    public static FrozenSet<string> Icons { get; } = IconNames().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Immutable address of a browser file, such as <c>/assets/cairn.1f00c0ffee.css</c>. Throws KeyNotFoundException for an unknown name.</summary>
    public static string Url(string name) => Prefix + ByName[name].Fingerprinted;

    /// <summary>Text of a file as it is shipped, for tests and tools.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(ByName[name].Bytes);

    internal static Asset? Find(string fingerprinted) => ByFingerprint.GetValueOrDefault(fingerprinted);

    private static FrozenDictionary<string, Asset> Load()
    {
        var files = Names().Where(n => !n.StartsWith(Resource + "icons/", StringComparison.Ordinal))
            .Select(n => (Name: n[Resource.Length..], Bytes: n == Resource + "tabler.css" ? Encoding.UTF8.GetBytes(StyleSubset.Of(Encoding.UTF8.GetString(Read(n)), OfTabler)) : Read(n)))
            .Append(("sprite.svg", Encoding.UTF8.GetBytes(Sprite())));
        return files.ToFrozenDictionary(f => f.Item1, f => new Asset(f.Item1, f.Item2), StringComparer.Ordinal);
    }

    private static string Sprite()
    {
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\">");
        foreach (var name in IconNames())
        {
            var source = Encoding.UTF8.GetString(Read($"{Resource}icons/{name}.svg"));
            var start = source.IndexOf('>', source.IndexOf("<svg", StringComparison.Ordinal)) + 1;
            var inner = source[start..source.LastIndexOf("</svg>", StringComparison.Ordinal)].Trim();
            svg.Append($"<symbol id=\"i-{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-linecap=\"round\" stroke-linejoin=\"round\">")
                .Append(inner).Append("</symbol>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static IEnumerable<string> IconNames() =>
        Names().Where(n => n.StartsWith(Resource + "icons/", StringComparison.Ordinal)).Select(n => Path.GetFileNameWithoutExtension(n)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names() =>
        typeof(AssetCatalog).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Resource, StringComparison.Ordinal));

    private static byte[] Read(string resource)
    {
        using var stream = typeof(AssetCatalog).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
