using System.Globalization;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Registered models in MLflow's file store: a folder each, with tags, aliases and a folder a version.</summary>
internal static class MlflowFolderRegistry
{
    private const string Prefix = "version-";

    public static SourceModel Model(MlflowFolder folder, string place)
    {
        MlflowMeta meta = folder.Meta(place);
        (string, long)[] aliases = [.. folder.Texts(Path.Combine(place, "aliases")).Select(a => (a.Key, long.TryParse(a.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0))];
        IEnumerable<SourceItem<SourceVersion?>> versions = folder.Described(place, IsVersion).Where(f => IsVersion(Path.GetFileName(f))).OrderBy(Number)
            .Select(f => new SourceItem<SourceVersion?>(Path.GetFileName(f)[Prefix.Length..], () => Version(folder.Meta(f), folder.Texts(Path.Combine(f, "tags")))));
        return new SourceModel(Path.GetFileName(place), meta.Text("description"), folder.Texts(Path.Combine(place, "tags")), aliases, [.. versions]);
    }

    private static bool IsVersion(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private static long Number(string version) => long.TryParse(Path.GetFileName(version)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    /// <summary>Null when it was deleted.</summary>
    private static SourceVersion? Version(MlflowMeta meta, IReadOnlyList<RunTag> tags)
    {
        if (meta.Text("current_stage") == "Deleted_Internal") return null;
        string? source = meta.Text("source"), model = meta.Text("model_id") ?? (source?.StartsWith("models:/m-", StringComparison.Ordinal) == true ? source["models:/".Length..] : null);
        if (model is not null && source?.EndsWith($"/models/{model}/artifacts", StringComparison.Ordinal) == true) source = "models:/" + model;
        return new SourceVersion(meta.Long("version") ?? throw new InvalidDataException("A version of a registered model has no 'version'."), source, meta.Text("run_id") is { Length: > 0 } run ? run : null, model,
            meta.Text("current_stage") ?? "None", meta.Text("description"), meta.Text("user_id"), meta.Text("run_link"), meta.Long("creation_timestamp") ?? 0, meta.Long("last_updated_timestamp") ?? 0, tags);
    }
}
