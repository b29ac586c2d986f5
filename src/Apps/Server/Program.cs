using Cairn.Compute.Attempts;
using Cairn.Server;

// Each way is a method of its own: a child process loads nothing that only a server needs.
return args switch
{
    ["step", ..] => StepHost.Run(args),
    ["launch", ..] => await ComputeLauncher.RunAsync(args, TimeProvider.System),
    ["probe", ..] => await ProberHost.RunAsync(),
    _ => await ServerHost.RunAsync(args),
};

public partial class Program;
