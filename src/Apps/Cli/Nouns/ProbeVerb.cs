using System.CommandLine;
using Cairn.Cli.Frame;
using Cairn.Client;
using Cairn.Client.Probing;
using Cairn.Contracts.Projects;

namespace Cairn.Cli.Nouns;

/// <summary>A prober of its own, wherever it is wanted to look from.</summary>
internal sealed class ProbeVerb : Verb
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "file with a token of the role probe, of this prober alone; else --token", HelpName = "file" };
    private readonly Option<string> _every = new("--every") { Description = "between two rounds, 1s to 1h", HelpName = "duration", DefaultValueFactory = _ => "60s" };
    private readonly Option<string> _record = new("--record") { Description = "folder of what is not handed in yet; it outlives every outage", HelpName = "dir", DefaultValueFactory = _ => "cairn-prober" };

    public override string Path => "probe";

    public override string Summary => "Ask every production endpoint from here, round by round, for the availability account";

    public override IReadOnlyList<string> Examples => ["cairn probe --server https://cairn.example.org --token-file prober.token", "cairn probe --every 30s --record /var/lib/cairn-prober --token-file prober.token"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_tokenFile);
        command.Add(_every);
        command.Add(_record);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var options = Options(call);
        try
        {
            using var prober = new Prober(options, call.Terminal.Handler);
            await prober.RunAsync(cancel);
        }
        catch (IOException fault)
        {
            throw new UsageException($"the record in '{options.Record}' cannot be kept: {fault.Message}", "give another folder with --record; each prober has its own");
        }
        call.Terminal.Error.WriteLine("the record's folder is gone, so this prober ends");
        return ExitCode.Failed;
    }

    private ProberOptions Options(Call call)
    {
        if (!Durations.TryParse(call.Value(_every) ?? "", out var every) || every < TimeSpan.FromSeconds(1) || every > Longest || every.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new UsageException("--every is a duration of whole seconds, 1s to 1h", "for example --every 60s");
        }
        try
        {
            var server = CairnClientOptions.Parse(call.Words.GetValue(call.Shared.Server) ?? call.Terminal.Environment("CAIRN_SERVER"), null).Server;
            return new ProberOptions(server, Token(call), call.Value(_record)!) { Every = every, Clock = call.Terminal.Clock, Say = text => call.Terminal.Error.WriteLine($"prober: {text}") };
        }
        catch (FormatException fault)
        {
            throw new UsageException(fault.Message, "give --server http://127.0.0.1:7337, or set CAIRN_SERVER");
        }
    }

    private string Token(Call call)
    {
        const string mend = "cairn token create --actor client:prober --role probe";
        if (call.Value(_tokenFile) is not { } file)
        {
            return call.Words.GetValue(call.Shared.Token) ?? call.Terminal.Environment("CAIRN_TOKEN") ?? throw new UsageException("a prober needs a token of its own", mend);
        }
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the token cannot be read: {fault.Message}", mend);
        }
    }
}
