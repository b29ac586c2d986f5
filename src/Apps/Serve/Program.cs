using Cairn.Apps.Serve;
using Cairn.Serving;

if (ServeArguments.Parse(args, Environment.GetEnvironmentVariable("CAIRN_TOKEN"), out string? fault) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"{fault}\nusage: {ServeArguments.Usage}");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(arguments.Port);
    kestrel.AddServerHeader = false;
});
// A line, a scope and an activity for each request would cost more than the prediction; counters and the log tell of requests.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
builder.Services.AddServing(options =>
{
    options.SnapshotFile = arguments.File;
    options.ControlPlane = arguments.ControlPlane;
    options.LogDirectory = arguments.Log;
    options.Audience = arguments.Audience;
});
WebApplication app = builder.Build();
app.UseRouting();
app.UseServingTokens();
app.MapServing();
app.MapScoringRoot();
await app.RunAsync();
return 0;
