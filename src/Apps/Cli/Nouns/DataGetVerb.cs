using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Writes the content of versions to a folder, a Parquet file each.</summary>
internal sealed class DataGetVerb : Verb
{
    private readonly Argument<string> _version = new("version") { Description = "a version, <source>@<tag, number or partition>, or a source for all its partitions" };
    private readonly Option<string> _out = new("--out") { Description = "folder to write to; made when absent", HelpName = "folder", DefaultValueFactory = _ => "." };

    public override string Path => "data get";

    public override string Summary => "Export versions to a folder, a Parquet file each";

    public override IReadOnlyList<string> Examples => ["cairn data get flights --out flights", "cairn data get flights@golden --out /tmp"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_version);
        command.Add(_out);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var named = call.Value(_version);
        var folder = Directory.CreateDirectory(call.Value(_out)!).FullName;
        var written = new JsonArray();
        foreach (var version in await VersionsAsync(call, named, cancel))
        {
            var path = System.IO.Path.Combine(folder, FileName(version));
            await WriteAsync(call, await call.RouteAsync("projects/{project}/datasets/{id}/content", cancel, ("id", JsonText.Raw(version["id"]))), path, cancel);
            written.Add(path);
            if (!call.Json)
            {
                call.Terminal.Out.WriteLine(path);
            }
        }
        call.Show(new JsonObject { ["files"] = written }, _ => { });
        return ExitCode.Ok;
    }

    // Under its name once it is whole.
    internal static async Task WriteAsync(Call call, string address, string path, CancellationToken cancel)
    {
        var draft = path + ".part";
        try
        {
            await using (var file = File.Create(draft))
            {
                await call.Client.CopyAsync(address, file, cancel);
            }
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<IReadOnlyList<JsonObject>> VersionsAsync(Call call, string named, CancellationToken cancel)
    {
        if (named.Contains('@', StringComparison.Ordinal) || named.StartsWith("dsv-", StringComparison.Ordinal))
        {
            return [await call.Client.GetAsync(await call.RouteAsync("projects/{project}/datasets/{id}", cancel, ("id", named)), cancel) as JsonObject ?? []];
        }
        var all = new List<JsonObject>();
        await foreach (var version in call.Client.ListAsync(await call.RouteAsync("projects/{project}/datasets", cancel) + $"?known=true&source={Uri.EscapeDataString(named)}", 500, cancel))
        {
            all.Add(version);
        }
        return all.Count > 0 ? all : throw new UsageException($"there is no version of '{named}'", "cairn data list");
    }

    private static string FileName(JsonObject version) =>
        $"{JsonText.Raw(version["source"])}-{(JsonText.Raw(version["partition"]) is { Length: > 0 } partition ? partition.Replace(':', '-').Replace('/', '-') : JsonText.Raw(version["number"]))}.parquet";
}
