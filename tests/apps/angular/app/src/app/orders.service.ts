import { Injectable } from "@angular/core";
import { environment } from "../environments/environment";

export interface Order {
  id: string;
  placed: string;
}

@Injectable({ providedIn: "root" })
export class OrdersService {
  async all(): Promise<Order[]> {
    const response = await fetch(`${environment.apiUrl}/orders`, { headers: this.headers() });
    return response.json();
  }

  private headers(): Record<string, string> {
    return { "x-app": environment.appName, "x-ga": environment.gaMeasurementId };
  }
}
