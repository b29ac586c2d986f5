using Cairn.Cli;
using Cairn.Cli.Output;

return await CairnCommand.RunAsync(args, Terminal.OfThisProcess());
