using IntegrationHub.Cli;

return await IhubCommand.RunAsync(args, Toolbox.Standard, Terminal.OfProcess());
