using Cairn.Apps.Serve;
using Cairn.Serving;

if (ServeArguments.Parse(args, Environment.GetEnvironmentVariable("CAIRN_TOKEN"), out string? fault) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"{fault}\nusage: {ServeArguments.Usage}");
    return 2;
}

await StandaloneHost.Build(arguments.Door.Open, options =>
{
    options.SnapshotFile = arguments.File;
    options.ControlPlane = arguments.ControlPlane;
    options.ShipTo = arguments.ShipTo;
    options.ShipBytes = arguments.ShipBytes;
    options.LogDirectory = arguments.Log;
    options.Audience = arguments.Audience;
    options.Open = arguments.Open;
    options.DrainMilliseconds = arguments.Door.DrainMilliseconds;
}).RunAsync();
return 0;
