using Cairn.Apps.Serve;
using Cairn.Serving;

if (ServeArguments.Parse(args, Environment.GetEnvironmentVariable("CAIRN_TOKEN"), out string? fault) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"{fault}\nusage: {ServeArguments.Usage}");
    return 2;
}

ServingLimits limits;
try { limits = ServingLimits.Read(Environment.GetEnvironmentVariable); }
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
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
    limits.Apply(options);
    options.DrainMilliseconds = arguments.Door.DrainMilliseconds;
}).RunAsync();
return 0;
