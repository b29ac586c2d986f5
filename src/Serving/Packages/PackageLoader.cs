using System.IO.Compression;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Packages;
using Cairn.Serving.Code;
using Cairn.Serving.Ensembles;
using Cairn.Serving.Models;
using Cairn.Serving.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Packages;

/// <summary>Makes a packaged model ready: unpacks it into a folder of its own and starts what is in it. Both are gone when the model is freed.</summary>
internal sealed class PackageLoader(ServingClocks clocks, IOptions<ServingOptions> options, ILogger<ModelServer> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _ending = [];
    private readonly Lazy<string> _home = new(() => MakeHome(options.Value.LogDirectory));
    private int _number;

    private string Home => _home.Value;

    public LoadedModel Load(ModelRef file, Func<ModelRef, LoadedModel> member)
    {
        try
        {
            ModelPackage package = PackageFile.Read(file.Path);
            if (!options.Value.Programs && package.Ensemble is null) throw new ModelFault("This server starts no commands and no code of packaged models; CAIRN_SERVING_PROGRAMS is off.");
            if (package.Command is { } command) return LoadCommand(file, package, command);
            if (package.Code is { } code) return LoadCode(file, package, code);
            return EnsembleModel.Load(file, package, (Ports(package.Inputs), Ports(package.Outputs)), member);
        }
        catch (PackageException e) { throw new ModelFault(e.Message); }
    }

    /// <summary>Waits for all that is being ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_gate) ending = [.. _ending];
        await Task.WhenAll(ending);
    }

    /// <summary>The folder of a process alone: what lies unpacked in it is of one that died. (No endpoint's folder begins with a point.)</summary>
    private static string MakeHome(string logs)
    {
        string home = Path.GetFullPath(Path.Combine(logs, ".models"));
        Directory.CreateDirectory(home);
        foreach (string left in Directory.EnumerateDirectories(home)) Directory.Delete(left, recursive: true);
        return home;
    }

    private static ModelPort[] Ports(IReadOnlyList<PackagePort> ports) => [.. ports.Select(p => new ModelPort(p.Name, Datatypes.Parse(p.Datatype), p.Shape))];

    private CommandModel LoadCommand(ModelRef file, ModelPackage package, IReadOnlyList<string> command)
    {
        if (package.Inputs.Concat(package.Outputs).FirstOrDefault(p => p.Datatype == Datatype.Fp16.Name()) is { } half)
            throw new ModelFault($"'{half.Name}' is FP16, which has no JSON form; let the server take and give FP32.");
        string folder = Unpack(file);
        var start = new ServerStart(command, folder, Path.Combine(Home, Short(file.Digest) + ".log"), package.Server.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
        var server = new ModelServer(start, package.Server, clocks.Real, logger);
        try { server.StartAsync().GetAwaiter().GetResult(); }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        IServerWire wire = package.Server.Speaks switch
        {
            ServerProtocol.V2 => new V2Wire(package.Server.Model),
            ServerProtocol.Object => new ObjectWire(),
            _ => new InvocationsWire(),
        };
        return new CommandModel(file.Digest, Ports(package.Inputs), Ports(package.Outputs), (server, wire), freed => End(EndAsync(freed.Server, folder)));
    }

    private CodeModel LoadCode(ModelRef file, ModelPackage package, CodePart part)
    {
        string folder = Unpack(file);
        LoadedModel? model = null;
        LoadedCode? code = null;
        try
        {
            model = ModelLoader.LoadFile(Path.Combine(folder, part.Model), file.Digest);
            code = LoadedCode.Load(part, folder);
            return new CodeModel(file.Digest, Ports(package.Inputs), Ports(package.Outputs), (code, model), () => Directory.Delete(folder, recursive: true));
        }
        catch
        {
            code?.Dispose();
            model?.Release();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task EndAsync(ModelServer server, string folder)
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Who frees a model is a request that ends; it does not wait for processes.</summary>
    private void End(Task ending)
    {
        lock (_gate) _ending.Add(ending);
        _ = ending.ContinueWith(t => { lock (_gate) _ending.Remove(t); }, TaskScheduler.Default);
    }

    private static string Short(string digest) => digest["sha256:".Length..][..16];

    private string Unpack(ModelRef file)
    {
        string folder = Path.Combine(Home, $"{Short(file.Digest)}-{Interlocked.Increment(ref _number)}");
        Directory.CreateDirectory(folder);
        try
        {
            ZipFile.ExtractToDirectory(file.Path, folder);
            return folder;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Directory.Delete(folder, recursive: true);
            throw new ModelFault("The archive cannot be unpacked; it is damaged, names files outside of itself, or the disk is full.", e);
        }
    }
}
