using Cairn.Bench;
using Cairn.Platform.Sql;

if (args is ["--bare", var port, .. var model])
{
    await BareServer.RunAsync(int.Parse(port), model is [var path] ? path : null);
    return 0;
}

if (args is ["--measured", var door, var snapshot, var log])
{
    await MeasuredServer.RunAsync(int.Parse(door), snapshot, log);
    return 0;
}

if (args is ["--chain", var length])
{
    BareChain.Run(int.Parse(length));
    return 0;
}

bool json = args.Contains("--json"), full = args.Contains("--full");
var names = args.Where(arg => !arg.StartsWith('-')).ToList();
var all = typeof(IBenchmark).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
    .SelectMany(Make)
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal)
    .ToList();

if (args.Any(arg => arg is "--help" or "-h") || names.Exists(name => all.TrueForAll(benchmark => !IsNamed(benchmark, name))))
{
    Console.Error.WriteLine("Usage: cairn bench [name ...] [--full] [--json]");
    foreach (var benchmark in all)
    {
        Console.Error.WriteLine($"  {benchmark.Name,-16}  {benchmark.What}");
    }
    return names.Count > 0 ? 2 : 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
var results = new List<Result>();
foreach (var benchmark in all.Where(benchmark => names.Count == 0 || names.Exists(name => IsNamed(benchmark, name))))
{
    results.AddRange(await Runner.RunAsync(benchmark, Console.Error, stop.Token));
}
Console.Write(json ? Report.Json(results) + "\n" : Report.Markdown(results));
return results.TrueForAll(result => result.Met) ? 0 : 1;

// `tracking` names all that begin with it.
static bool IsNamed(IBenchmark benchmark, string name) =>
    benchmark.Sides.Select(side => side.Name).Prepend(benchmark.Name).Any(own => own == name || own.StartsWith(name + "-", StringComparison.Ordinal));

IEnumerable<IBenchmark> Make(Type type)
{
    if (type.GetConstructor([typeof(SqlEngine)]) is { } byEngine) return Enum.GetValues<SqlEngine>().Select(engine => (IBenchmark)byEngine.Invoke([engine]));
    return [(IBenchmark)(type.GetConstructor([typeof(bool)]) is { } byForm ? byForm.Invoke([full]) : Activator.CreateInstance(type)!)];
}
