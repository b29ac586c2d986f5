using Cairn.Platform;
using Cairn.Server;

if (args is ["step", ..]) return StepHost.Run(args);

ServerOptions options;
try
{
    options = ServerOptions.Parse(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(options.Port));
builder.Services.AddPlatform(options.Platform);

WebApplication app = builder.Build();
app.UsePlatform();
app.MapPlatform();
await app.RunAsync();
return 0;

public partial class Program;
