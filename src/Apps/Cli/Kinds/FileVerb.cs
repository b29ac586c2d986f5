using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Kinds;

/// <summary>A verb that hands one file of this machine to a project and prints what the server made of it.</summary>
internal abstract class FileVerb(string file) : Verb
{
    private readonly Argument<string> _file = new("file") { Description = file };

    public sealed override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_file);
        foreach (var option in Options)
        {
            command.Add(option);
        }
        command.Add(shared.Project);
    }

    public sealed override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = call.Value(_file);
        if (!File.Exists(path))
        {
            throw new UsageException($"there is no file '{path}'");
        }
        await using var content = File.OpenRead(path);
        call.Show(await SendAsync(call, System.IO.Path.GetFileName(path), content, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    protected virtual IEnumerable<Option> Options => [];

    /// <param name="name">The file's name, without its folder.</param>
    protected abstract Task<JsonNode?> SendAsync(Call call, string name, Stream content, CancellationToken cancel);
}
